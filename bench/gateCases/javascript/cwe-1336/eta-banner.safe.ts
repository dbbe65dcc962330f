import { Controller, Get, Query } from "@nestjs/common";
import { Eta } from "eta";

@Controller("banner")
export class BannerController {
  private readonly eta = new Eta({ autoEscape: true });

  @Get()
  banner(@Query("text") text = "Welcome", @Query("color") color = "blue") {
    const values = { text, color };
    const html = this.eta.renderString(`<b data-color="<%= it.color %>"><%= it.text %></b>`, values);
    return { html };
  }
}
