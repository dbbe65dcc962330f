import $ from "jquery";

const params = new URLSearchParams(location.search);
const coupon = params.get("coupon");

$(function () {
  if (!coupon) return;
  $.getJSON("/api/coupons", { code: coupon })
    .done(function (answer) {
      $("#discount").text(answer.percent + " %");
    })
    .fail(function () {
      $("#coupon-error").html("<b>Unknown coupon</b> " + coupon).show();
    });
});
