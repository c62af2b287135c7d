import { expect } from "./fixtures";
import type { Page } from "@playwright/test";

export const filterBar = (page: Page) => page.getByRole("search", { name: "Filters" });

/** The filter as text; first a plain field, then the editor that takes its place. */
export const filterText = (page: Page) => filterBar(page).getByRole("textbox", { name: "Filter by text" });

/** The clauses of the query, one token each. */
export const tokens = (page: Page) => page.getByRole("list", { name: "Conditions" }).getByRole("listitem");

/** Write a query and ask for it. */
export async function ask(page: Page, query: string): Promise<void> {
  await expectEditor(page);
  await filterText(page).press("ControlOrMeta+a");
  // Keys as people press them: what fills a field at once leaves styles behind that the policy refuses.
  await (query === "" ? page.keyboard.press("Delete") : page.keyboard.type(query));
  await expect(filterText(page)).toHaveText(query);
  await page.keyboard.press("Enter");
}

/** The editor comes after the page; what is typed meanwhile is kept, but tests need not prove it each time. */
export async function expectEditor(page: Page): Promise<void> {
  await expect(filterText(page)).toHaveAttribute("contenteditable", "true");
}

/** What stands in the filter. */
export async function expectText(page: Page, query: string | RegExp): Promise<void> {
  await expectEditor(page);
  await expect(filterText(page)).toHaveText(query);
}
