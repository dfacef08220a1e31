-- Milestones that wait on SQLite: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER milestone_need_no_update BEFORE UPDATE ON milestone_need BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER milestone_need_no_delete BEFORE DELETE ON milestone_need BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
