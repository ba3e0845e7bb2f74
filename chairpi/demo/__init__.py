"""The demo: both processes on a simulated chair, and the button of that chair."""
