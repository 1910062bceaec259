"""Development stand-in for Meta's Graph API and for Twilio's SMS API, with phones in the browser.

It judges the product from outside: nothing in proalto/ or actions/ imports it, and it imports neither.
"""
