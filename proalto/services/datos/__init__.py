"""The rights over personal data: how they are asked for, their legal clocks, what is answered, and what is reported."""
