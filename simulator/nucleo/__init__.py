"""The demo's stand-in for the lender's schema `nucleo`: invented customers whose figures agree with each other."""
