"""Why a question was decided as it was, and the wrong answers that staff report.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("faq_matches", sa.Column("cause", sa.String(), nullable=True))
    op.add_column("faq_matches", sa.Column("rewords", sa.Boolean(), nullable=True))
    op.create_index(op.f("ix_faq_matches_at"), "faq_matches", ["at"], unique=False)
    op.create_table(
        "wrong_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("given_id", sa.String(), nullable=True),
        sa.Column("right_id", sa.String(), nullable=True),
        sa.Column("none_fits", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_wrong_answers_call_id")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["faq_matches.id"], name=op.f("fk_wrong_answers_match_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_answers")),
    )
    op.create_index(op.f("ix_wrong_answers_call_id"), "wrong_answers", ["call_id"], unique=False)


def downgrade() -> None:
    op.drop_table("wrong_answers")
    op.drop_index(op.f("ix_faq_matches_at"), table_name="faq_matches")
    op.drop_column("faq_matches", "rewords")
    op.drop_column("faq_matches", "cause")
