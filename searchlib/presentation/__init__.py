"""What all fronts say alike: remedies of errors, and values in words."""
