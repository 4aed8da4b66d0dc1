"""What stock indices did."""
