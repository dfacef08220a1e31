"""New fields by readiness: undertakings, elements with their use, assessments of levels with
evidence, demonstrations, licences, clauses met.
"""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0062"
down_revision = "0061"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "frontier",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("field", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("title_zh", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("lead", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("partners", sqlmodel.AutoString(length=500), nullable=False),
        sa.Column("scale", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("starts_precision", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ends_precision", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("begin_level", sa.Integer(), nullable=True),
        sa.Column("told_level", sa.Integer(), nullable=True),
        sa.Column("goal_level", sa.Integer(), nullable=True),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_precision IN ('day', 'month')", name=op.f("ck_frontier_ends_precision")
        ),
        sa.CheckConstraint(
            "field IN ('resources', 'servicing', 'removal', 'tourism', 'bio', 'reference')",
            name=op.f("ck_frontier_field"),
        ),
        sa.CheckConstraint(
            "scale IN ('gbt_hardware', 'gbt_manufacturing', 'gbt_experiment', 'gbt_launch',"
            " 'gbt_operations', 'iso_16290', 'other')",
            name=op.f("ck_frontier_scale"),
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_frontier_sourced")),
        sa.CheckConstraint(
            "starts_precision IN ('day', 'month')", name=op.f("ck_frontier_starts_precision")
        ),
        sa.CheckConstraint("begin_level BETWEEN 1 AND 9", name=op.f("ck_frontier_begin_level")),
        sa.CheckConstraint("goal_level BETWEEN 1 AND 9", name=op.f("ck_frontier_goal_level")),
        sa.CheckConstraint("told_level BETWEEN 1 AND 9", name=op.f("ck_frontier_told_level")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_frontier_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_frontier_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frontier")),
        sa.UniqueConstraint("code", name=op.f("uq_frontier_code")),
    )
    op.create_index("ix_frontier_field", "frontier", ["field", "code", "id"], unique=False)
    op.create_table(
        "clause_check",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frontier_id", sa.Integer(), nullable=False),
        sa.Column("clause", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("state", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=300), nullable=False),
        sa.CheckConstraint(
            "clause IN ('4.1.1', '4.1.2', '4.1.3', '4.1.4', '4.2.2', '4.2.3', '4.2.4', '4.2.5',"
            " '4.2.6', '4.2.7', '5.1.2', '5.1.3', '5.1.4', '5.1.5', '5.1.6', '5.2.1', '5.2.2',"
            " '5.2.3', '5.2.4', '5.2.5', '5.2.6', '5.2.7', '5.3.2', '5.3.3', '5.4')",
            name=op.f("ck_clause_check_clause"),
        ),
        sa.CheckConstraint(
            "state <> 'not_applicable' OR reason <> ''", name=op.f("ck_clause_check_reason")
        ),
        sa.CheckConstraint(
            "state IN ('met', 'planned', 'not_applicable')", name=op.f("ck_clause_check_state")
        ),
        sa.ForeignKeyConstraint(
            ["frontier_id"], ["frontier.id"], name=op.f("fk_clause_check_frontier_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_clause_check_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_clause_check_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_check")),
    )
    op.create_index(
        op.f("ix_clause_check_frontier_id"), "clause_check", ["frontier_id"], unique=False
    )
    op.create_table(
        "frontier_demonstration",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frontier_id", sa.Integer(), nullable=False),
        sa.Column("what", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("place", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("criteria", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("result", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["frontier_id"], ["frontier.id"], name=op.f("fk_frontier_demonstration_frontier_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_frontier_demonstration_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_frontier_demonstration_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["frontier_demonstration.id"],
            name=op.f("fk_frontier_demonstration_replaces_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frontier_demonstration")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_frontier_demonstration_replaces_id")),
    )
    op.create_index(
        op.f("ix_frontier_demonstration_frontier_id"),
        "frontier_demonstration",
        ["frontier_id"],
        unique=False,
    )
    op.create_table(
        "frontier_element",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frontier_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["frontier_id"], ["frontier.id"], name=op.f("fk_frontier_element_frontier_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_frontier_element_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_frontier_element_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frontier_element")),
        sa.UniqueConstraint(
            "frontier_id", "name", name=op.f("uq_frontier_element_frontier_id_name")
        ),
    )
    op.create_index(
        op.f("ix_frontier_element_frontier_id"), "frontier_element", ["frontier_id"], unique=False
    )
    op.create_table(
        "licence_need",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frontier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=14), nullable=False),
        sa.Column("state", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("basis", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=True),
        sa.Column("number", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'no_basis') = (basis = '')", name=op.f("ck_licence_need_basis")
        ),
        sa.CheckConstraint(
            "kind IN ('launch', 'registration', 'radio', 'production', 'activity')",
            name=op.f("ck_licence_need_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('needed', 'applied', 'given', 'denied', 'no_basis')",
            name=op.f("ck_licence_need_state"),
        ),
        sa.ForeignKeyConstraint(
            ["frontier_id"], ["frontier.id"], name=op.f("fk_licence_need_frontier_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_licence_need_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_licence_need_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_need")),
    )
    op.create_index(
        op.f("ix_licence_need_frontier_id"), "licence_need", ["frontier_id"], unique=False
    )
    op.create_table(
        "element_use",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.Integer(), nullable=False),
        sa.Column("use", sqlmodel.AutoString(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["element_id"], ["frontier_element.id"], name=op.f("fk_element_use_element_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_element_use_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_element_use_recorded_for")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_element_use")),
    )
    op.create_index(op.f("ix_element_use_element_id"), "element_use", ["element_id"], unique=False)
    op.create_table(
        "level_assessment",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.Integer(), nullable=False),
        sa.Column("scale", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessor", sqlmodel.AutoString(length=200), nullable=False),
        sa.Column("is_self", sa.Boolean(), nullable=False),
        sa.Column("use", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("outcome", sqlmodel.AutoString(length=16), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("second_on", sa.Date(), nullable=True),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("why", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'level_accepted' OR level < 7 OR second_by IS NOT NULL",
            name=op.f("ck_level_assessment_two"),
        ),
        sa.CheckConstraint(
            "outcome IN ('proposed', 'half_accepted', 'level_accepted', 'turned_back')",
            name=op.f("ck_level_assessment_outcome"),
        ),
        sa.CheckConstraint(
            "scale IN ('gbt_hardware', 'gbt_manufacturing', 'gbt_experiment', 'gbt_launch',"
            " 'gbt_operations', 'iso_16290', 'other')",
            name=op.f("ck_level_assessment_scale"),
        ),
        sa.CheckConstraint(
            "accepted_by <> recorded_by", name=op.f("ck_level_assessment_four_eyes")
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 9", name=op.f("ck_level_assessment_level")),
        sa.CheckConstraint(
            "second_by <> recorded_by AND second_by <> accepted_by",
            name=op.f("ck_level_assessment_six_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["person.id"], name=op.f("fk_level_assessment_accepted_by")
        ),
        sa.ForeignKeyConstraint(
            ["element_id"], ["frontier_element.id"], name=op.f("fk_level_assessment_element_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_level_assessment_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_level_assessment_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["second_by"], ["person.id"], name=op.f("fk_level_assessment_second_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_assessment")),
    )
    op.create_index(
        op.f("ix_level_assessment_element_id"), "level_assessment", ["element_id"], unique=False
    )
    op.create_index(
        "uq_level_assessment_waiting",
        "level_assessment",
        ["element_id"],
        unique=True,
        sqlite_where=sa.text("outcome IN ('proposed', 'half_accepted')"),
        postgresql_where=sa.text("outcome IN ('proposed', 'half_accepted')"),
    )
    op.create_table(
        "level_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=14), nullable=False),
        sa.Column("environment", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("document", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("launch", sqlmodel.AutoString(length=60), nullable=False),
        sa.CheckConstraint(
            "environment IN ('', 'laboratory', 'relevant', 'operational')",
            name=op.f("ck_level_evidence_environment"),
        ),
        sa.CheckConstraint(
            "kind IN ('report', 'test', 'qualification', 'mission')",
            name=op.f("ck_level_evidence_kind"),
        ),
        sa.CheckConstraint(
            "level BETWEEN 1 AND 9 AND document <> ''", name=op.f("ck_level_evidence_level")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["level_assessment.id"], name=op.f("fk_level_evidence_assessment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_evidence")),
    )
    op.create_index(
        op.f("ix_level_evidence_assessment_id"), "level_evidence", ["assessment_id"], unique=False
    )
    op.create_table(
        "frontier_undertaking",
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_for", sa.Integer(), nullable=True),
        sa.Column("undertaking_id", sa.Integer(), nullable=False),
        sa.Column("frontier_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["frontier_id"], ["frontier.id"], name=op.f("fk_frontier_undertaking_frontier_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_frontier_undertaking_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["person.id"], name=op.f("fk_frontier_undertaking_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"],
            ["undertaking.id"],
            name=op.f("fk_frontier_undertaking_undertaking_id"),
        ),
        sa.PrimaryKeyConstraint("undertaking_id", name=op.f("pk_frontier_undertaking")),
    )
    op.create_index(
        op.f("ix_frontier_undertaking_frontier_id"),
        "frontier_undertaking",
        ["frontier_id"],
        unique=False,
    )
    for statement in (
        (GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)
