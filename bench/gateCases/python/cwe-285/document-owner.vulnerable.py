from flask import Blueprint, jsonify, request
from flask_login import login_required

from archive.models import Document, db

documents = Blueprint("documents", __name__)


@documents.post("/documents/<int:document_id>/title")
@login_required
def rename(document_id):
    document = db.get_or_404(Document, document_id)
    document.title = request.json["title"]
    db.session.commit()
    return jsonify(id=document.id, title=document.title)
