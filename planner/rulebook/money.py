"""Rules on money: appropriations, funds, posts, services, cash and arrears."""

from __future__ import annotations

from planner.rulebook.kind import Kind

RULES = (
    Kind(
        "budget",
        "mandate",
        "Commitments of each budget group, or of all, stay within the appropriation.",
        "sum of costs[line in group] <= appropriation[group], over all lines for `all`",
        "appropriation by the General Assembly",
    ),
    Kind(
        "earmark",
        "mandate",
        "Earmarked funds pay only for their lines, and not two of them for the same dollar.",
        "sum of paid[f,q] over f in F <= payable on the lines of any of F in q, "
        "for every set F of earmarked funds",
        "donor agreement",
    ),
)

LAWS = (
    Kind(
        "post_cuts",
        "money",
        "Civilian posts end after notice, and no more of them than the cap allows.",
        "sum of cuts[p,t] <= most_cut_share[p] * number[p];  cuts[p,t] = 0 for t < notice_weeks[p]",
        "UN staff rules 9.6 and 9.7: abolition of posts, and its notice",
    ),
    Kind(
        "service_cuts",
        "money",
        "Contracts for services end after notice, and no more of them than the cap allows.",
        "sum of cuts[v,t] <= most_cut_share[v] * number[v];  cuts[v,t] = 0 for t < notice_weeks[v]",
        "charter and service contracts: termination on notice, guaranteed part",
    ),
    Kind(
        "assessment",
        "money",
        "What comes into a fund with payers is what they pay of their assessment, when they pay.",
        "inflow[f,q] = assessment[f] * sum over p of share[p] * paid_share[p] * "
        "months of p in q / months of p",
        "peacekeeping scale of assessments (A/RES/55/235); how payers pay is the config's",
    ),
    Kind(
        "loans",
        "money",
        "What a fund owes a lender stays within the lender's cap, and is settled in time.",
        "owed[l,q] <= maximum[l]; owed[l,q] >= 0 unless pooled; "
        "owed[l,q] = 0 if settle_every[l] divides q + 1",
        "Peacekeeping Reserve Fund (A/RES/47/217); pooled cash of active missions (A/RES/76/272)",
    ),
    Kind(
        "cash",
        "money",
        "A fund pays out only what it has.",
        "closing[f,q] = opening + inflow + borrowed - paid >= 0; "
        "paid covers all that is payable in q",
        "liquidity",
    ),
    Kind(
        "arrears",
        "money",
        "Claims wait no longer than the cap on arrears allows, and never beyond what is due.",
        "0 <= closing[q] = opening + due - paid <= maximum; "
        "of contributors: the oldest first, those of one quarter in proportion to what each is due",
        "COE manual: quarterly certification of claims",
    ),
)
