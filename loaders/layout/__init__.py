"""One room for each way a plan lays out its rows on the page."""
