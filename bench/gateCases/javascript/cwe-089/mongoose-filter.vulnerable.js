const express = require("express");
const Booking = require("./models/booking");

const router = express.Router();

router.get("/bookings", async (req, res, next) => {
  try {
    const bookings = await Booking.find({ ...req.query, cancelled: false }).limit(50);
    res.json(bookings.map((booking) => booking.summary()));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
