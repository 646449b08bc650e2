-- Home asks which routers hold a configuration of ours, out of thousands of configurations.
CREATE INDEX configuration_applied ON configuration (router_id) WHERE fate = 'applied';
-- People are listed by name, a page at a time.
CREATE INDEX account_name ON account (operator_id, name, id);
-- Home tells what the latest mail met.
CREATE INDEX mail_trouble ON mail (id) WHERE trouble IS NOT NULL;
CREATE INDEX mail_given_up ON mail (id) WHERE given_up_at IS NOT NULL;
-- The site is sealed; which template it is generated with is no secret, and is counted for the list of templates.
ALTER TABLE router ADD COLUMN site_template TEXT;
