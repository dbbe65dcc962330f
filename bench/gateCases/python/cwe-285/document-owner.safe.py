from flask import Blueprint, abort, jsonify, request
from flask_login import current_user, login_required

from archive.models import Document, db

documents = Blueprint("documents", __name__)


@documents.post("/documents/<int:document_id>/title")
@login_required
def rename(document_id):
    document = db.get_or_404(Document, document_id)
    if document.owner_id != current_user.id:
        abort(403)
    document.title = request.json["title"]
    db.session.commit()
    return jsonify(id=document.id, title=document.title)
