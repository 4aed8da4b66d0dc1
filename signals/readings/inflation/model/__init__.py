"""The mathematics of US inflation: arrays in, arrays out."""
