"""What the simulator tells the product, as Meta would."""
