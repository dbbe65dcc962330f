import { Controller, Get, Param, Query, Redirect } from "@nestjs/common";

const partners: Record<string, string> = {
  rail: "https://tickets.rail.example",
  ferry: "https://booking.ferry.example",
};

@Controller("partner")
export class PartnerController {
  @Get(":name")
  @Redirect("https://example.org", 302)
  forward(@Param("name") name: string, @Query("url") url?: string) {
    const target = partners[name] ?? url;
    if (!target) {
      return { url: "/partners" };
    }
    return { url: target, statusCode: 302 };
  }
}
