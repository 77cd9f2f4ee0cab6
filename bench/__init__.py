"""Measuring: data sets of any size, the product served as in production, every page against one plain page."""
