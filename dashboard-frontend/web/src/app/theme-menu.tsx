import { Monitor, Moon, Sun } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { THEMES, useTheme } from "@/hooks/use-theme";
import type { Theme } from "@/hooks/use-theme";
import type { LucideIcon } from "lucide-react";

const LOOKS: Readonly<Record<Theme, { readonly label: string; readonly icon: LucideIcon }>> = {
  light: { label: "Light", icon: Sun },
  dark: { label: "Dark", icon: Moon },
  system: { label: "System", icon: Monitor },
};

/** Choose light, dark, or what the system says. */
export function ThemeMenu() {
  const { theme, choose } = useTheme();
  const Icon = LOOKS[theme].icon;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`Theme: ${LOOKS[theme].label}`}>
          <Icon aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="min-w-32">
        {THEMES.map((one) => {
          const { label, icon: Choice } = LOOKS[one];
          return (
            <DropdownMenuCheckboxItem key={one} checked={one === theme} onSelect={() => choose(one)}>
              <Choice aria-hidden />
              {label}
            </DropdownMenuCheckboxItem>
          );
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
