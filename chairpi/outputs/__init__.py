"""What the chair itself shows and hears: a light, a buzzer and a button."""
