"""The Settings pages: what the household may change, how it reaches both processes, and the About page."""
