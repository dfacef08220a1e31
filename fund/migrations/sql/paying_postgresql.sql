-- Paying with open eyes on PostgreSQL: accounts are append-only and stated by a signature; a payment has its voucher or a reason, and an account. Statements end with a line of two dashes.
CREATE TRIGGER payee_account_append_only BEFORE UPDATE OR DELETE ON payee_account FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER payee_account_no_truncate BEFORE TRUNCATE ON payee_account FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION payee_account_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.undertaking_id = NEW.undertaking_id AND act.kind IN ('sign', 'sign_account'))
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:account_is_signed'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER payee_account_is_signed BEFORE INSERT ON payee_account FOR EACH ROW
EXECUTE FUNCTION payee_account_is_signed();
--
CREATE FUNCTION payment_has_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM payee_account a WHERE a.undertaking_id = NEW.undertaking_id)
  THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'fund:payment_has_account'; END IF;
  RETURN NEW;
END $$;
--
CREATE TRIGGER payment_has_voucher BEFORE INSERT ON act FOR EACH ROW
WHEN (NEW.kind = 'pay' AND NEW.entries > 0 AND NEW.reference = '' AND NEW.reason = '') EXECUTE FUNCTION fund_refuse('payment_has_voucher');
--
CREATE TRIGGER payment_has_account BEFORE INSERT ON act FOR EACH ROW
WHEN (NEW.kind = 'pay' AND NEW.entries > 0) EXECUTE FUNCTION payment_has_account();
