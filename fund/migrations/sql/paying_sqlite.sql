-- Paying with open eyes on SQLite: accounts are append-only and stated by a signature; a payment has its voucher or a reason, and an account. Statements end with a line of two dashes.
CREATE TRIGGER payee_account_no_update BEFORE UPDATE ON payee_account BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER payee_account_no_delete BEFORE DELETE ON payee_account BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER payee_account_is_signed BEFORE INSERT ON payee_account
WHEN NOT EXISTS (SELECT 1 FROM act WHERE act.id = NEW.act_id AND act.undertaking_id = NEW.undertaking_id AND act.kind IN ('sign', 'sign_account'))
BEGIN SELECT RAISE(ABORT, 'fund:account_is_signed'); END;
--
CREATE TRIGGER payment_has_voucher BEFORE INSERT ON act
WHEN NEW.kind = 'pay' AND NEW.entries > 0 AND NEW.reference = '' AND NEW.reason = ''
BEGIN SELECT RAISE(ABORT, 'fund:payment_has_voucher'); END;
--
CREATE TRIGGER payment_has_account BEFORE INSERT ON act
WHEN NEW.kind = 'pay' AND NEW.entries > 0 AND NOT EXISTS (SELECT 1 FROM payee_account a WHERE a.undertaking_id = NEW.undertaking_id)
BEGIN SELECT RAISE(ABORT, 'fund:payment_has_account'); END;
