"""The mathematics of the rate path: arrays in, arrays out."""
