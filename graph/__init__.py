"""The graph and the questions asked of it. Knows no plan's file format and no screen."""
