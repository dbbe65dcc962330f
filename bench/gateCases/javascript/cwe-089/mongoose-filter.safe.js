const express = require("express");
const Booking = require("./models/booking");

const router = express.Router();

router.get("/bookings", async (req, res, next) => {
  try {
    const { room, guest } = req.query;
    const filter = { room: { $eq: String(room) }, guest: { $eq: String(guest) } };
    const bookings = await Booking.find({ ...filter, cancelled: false }).limit(50);
    res.json(bookings.map((booking) => booking.summary()));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
