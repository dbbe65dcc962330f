import numpy as np
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.post("/arrays/mean")
def mean():
    upload = request.files["array"]
    options = {"allow_pickle": False, "mmap_mode": None}
    array = np.load(upload.stream, **options)
    return jsonify(mean=float(array.mean()), shape=list(array.shape))
