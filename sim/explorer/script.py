"""What the server runs for each page, and again at each change of it."""

from sim.explorer.page import show_page

show_page()
