"""The advisors' desk: a Flask application, server-rendered."""
