"""How well the chair knows: figures on recordings and on simulated people, each person judged by numbers fitted without them."""
