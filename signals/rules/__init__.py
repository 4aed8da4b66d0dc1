"""Rules: typed conditions over facts, three-valued, with the distance to every threshold."""
