# python3 lint.py <folder of parliament> < list of policies > findings, both JSON.
# Not parliament's own command: that copies every policy to /tmp/parliament.log and does not say which statement it means.
import json
import sys

sys.path.insert(0, sys.argv[1])
import parliament


def found(policy, statement, finding):
    location = finding.location if isinstance(finding.location, dict) else {}
    return {
        "policy": policy,
        "statement": statement or "",
        "issue": finding.issue,
        "detail": str(finding.detail or ""),
        "at": str(location.get("string", "")),
    }


findings = []
for number, text in enumerate(json.load(sys.stdin)):
    policy = parliament.analyze_policy_string(text, ignore_private_auditors=True)
    findings += [found(number, "", finding) for finding in policy._findings]
    for statement in policy.statements:
        findings += [found(number, statement.sid, finding) for finding in statement.findings]
json.dump(findings, sys.stdout)
