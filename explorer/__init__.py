"""What the browser shows: pages, the diagram component, and view models without streamlit."""
