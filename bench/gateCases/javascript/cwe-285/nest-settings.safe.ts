import { Body, Controller, Put, UseGuards } from "@nestjs/common";
import { AuthGuard } from "@nestjs/passport";
import { Roles, RolesGuard } from "./roles";
import { SettingsService } from "./settings.service";

class MaintenanceDto {
  enabled: boolean;
}

@Controller("admin/settings")
@UseGuards(AuthGuard("jwt"), RolesGuard)
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Put("maintenance")
  @Roles("admin")
  async maintenance(@Body() { enabled }: MaintenanceDto) {
    await this.settings.set("maintenance", enabled === true);
    return { enabled };
  }
}
