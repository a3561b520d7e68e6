"""Browser contexts used again: the app's scripts are in their cache, and nothing of whoever was there before."""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page


class Contexts:
    def __init__(self, chromium: Browser, address: str) -> None:
        self.chromium, self.address = chromium, address
        self.free: dict[str, list[BrowserContext]] = defaultdict(list)
        self.lent: dict[BrowserContext, str] = {}
        self.stays: dict[BrowserContext, Page] = {}

    def open_page(self, **options: Any) -> Page:
        """A page of a context with these options, which nobody else has now."""
        kind = repr(sorted(options.items()))
        context = self.free[kind].pop() if self.free[kind] else self.new(options)
        self.lent[context] = kind
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
        network.detach()
        return page

    def new(self, options: dict[str, Any]) -> BrowserContext:
        context = self.chromium.new_context(base_url=self.address, **options)
        context.set_default_timeout(10_000)
        # A page that stays keeps the process of the pages that come and go, with the scripts that it has compiled.
        self.stays[context] = context.new_page()
        self.stays[context].goto("/static/js/kept.js")
        return context

    def give_back(self, context: BrowserContext) -> None:
        for page in set(context.pages) - {self.stays[context]}:
            page.close()
        context.unroute_all()
        context.set_offline(False)
        context.clear_permissions()
        context.clear_cookies()
        self.free[self.lent.pop(context)].append(context)
