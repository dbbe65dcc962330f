import { Body, Controller, Put, UseGuards } from "@nestjs/common";
import { AuthGuard } from "@nestjs/passport";
import { SettingsService } from "./settings.service";

class MaintenanceDto {
  enabled: boolean;
}

@Controller("admin/settings")
@UseGuards(AuthGuard("jwt"))
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Put("maintenance")
  async maintenance(@Body() { enabled }: MaintenanceDto) {
    await this.settings.set("maintenance", enabled === true);
    return { enabled };
  }
}
