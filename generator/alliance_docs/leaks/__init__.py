"""The last look before a site is published: what is hidden, and whether any finished file says it; trusts no page."""
