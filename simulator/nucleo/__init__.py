"""The demo's stand-in for the lender's schema `nucleo`: invented customers with coherent figures."""
