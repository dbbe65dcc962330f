import random

from fastapi import FastAPI

app = FastAPI()
TIPS = ["Drink water", "Take the stairs", "Look out of the window"]
COLOURS = ("teal", "amber", "plum")


@app.get("/tip")
def tip(count: int = 1):
    order = random.sample(TIPS, k=min(max(count, 1), len(TIPS)))
    return {"tips": order, "colour": random.choice(COLOURS)}
