"""An action package with nothing but an action that fails, as an action server loads it."""
