"""Every write in the product: one keyword-only function for each thing that can happen."""
