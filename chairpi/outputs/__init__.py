"""What the chair itself shows and hears: a light, a buzzer, a vibration motor and a button."""
