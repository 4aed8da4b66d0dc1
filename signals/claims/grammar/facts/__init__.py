"""What the Fed did."""
