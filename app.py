"""The browser's front door: pages and navigation, nothing else. `golden-thread serve` starts it."""

from __future__ import annotations

import streamlit as st

from explorer import frame
from explorer.pages import find, trace, with_graph

st.set_page_config(page_title="Golden Thread", layout="wide")
page = st.navigation(
    [
        st.Page(with_graph(find.draw), title="Find", url_path="find", default=True),
        st.Page(with_graph(trace.draw), title="Trace", url_path="trace"),
    ],
    position="hidden",
)
frame.top()
page.run()
