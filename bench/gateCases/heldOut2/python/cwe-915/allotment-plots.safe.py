import logging

from fastapi import APIRouter, Body, Depends, HTTPException
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from allotment.auth import current_member
from allotment.db import get_session
from allotment.tables import Plot

router = APIRouter(prefix="/plots")
log = logging.getLogger("plots")
TENDABLE = {"nickname", "crop", "water_days"}


class Patch:
    def __init__(self, changes):
        self.changes = changes
        self.known = {k: v for k, v in changes.items() if k in TENDABLE}

    def apply(self, record):
        touched = []
        for key, value in self.known.items():
            if getattr(record, key, value) != value:
                touched.append(key)
            setattr(record, key, value)
        return touched


def own_plot(session, plot_id, member):
    plot = session.get(Plot, plot_id)
    if plot is None or plot.tenant_id != member.id:
        raise HTTPException(status_code=404, detail="plot")
    return plot


@router.patch("/{plot_id}")
def tend(
    plot_id: int,
    changes: dict = Body(...),
    session: Session = Depends(get_session),
    member=Depends(current_member),
):
    plot = own_plot(session, plot_id, member)
    patch = Patch(changes)
    if not patch.known:
        raise HTTPException(status_code=422, detail="nothing to change")
    touched = patch.apply(plot)
    try:
        session.commit()
    except SQLAlchemyError:
        session.rollback()
        log.exception("plot %d", plot_id)
        raise HTTPException(status_code=409, detail="conflict")
    return {"plot": plot.id, "touched": sorted(touched)}
