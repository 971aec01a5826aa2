"""The packaged template: what the cloud will be told to make."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.running_clocks import READ as READ_OF_CLOCKS
from infra.package import Package

FUNCTIONS = {"APIHandler", "OnUpload", "OnRuleFile", "OnDue", "OnDueWork", "OnCaseEvents", "OnEffect"}
QUEUED = {
    "OnUpload": "UploadsQueue",
    "OnRuleFile": "RulesQueue",
    "OnDueWork": "DueQueue",
    "OnEffect": "EffectsQueue",
}
Template = dict[str, Any]


@pytest.fixture(scope="module")
def template(packaged: Package) -> Template:
    return dict(json.loads(packaged.template.read_text(encoding="utf-8")))


def of_type(template: Template, kind: str) -> dict[str, Any]:
    return {n: r["Properties"] for n, r in template["Resources"].items() if r["Type"] == kind}


def statements(template: Template, role: str) -> list[dict[str, Any]]:
    [policy] = template["Resources"][role]["Properties"]["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def role_of(template: Template, function: str) -> str:
    return str(template["Resources"][function]["Properties"]["Role"]["Fn::GetAtt"][0])


def test_every_trigger_is_a_function_with_a_role_of_its_own(template: Template) -> None:
    functions = of_type(template, "AWS::Serverless::Function")
    assert set(functions) == FUNCTIONS
    assert len({role_of(template, function) for function in functions}) == len(FUNCTIONS)


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_function_may_do_named_things_to_named_resources_only(template: Template, function: str) -> None:
    for statement in statements(template, role_of(template, function)):
        assert statement["Effect"] == "Allow"
        assert all(re.fullmatch(r"[a-z0-9]+:[A-Za-z]+", action) for action in statement["Action"])
        # A resource is a reference into the template, so it cannot be "*" nor somebody else's.
        assert all(isinstance(resource, dict) for resource in statement["Resource"])
        assert not any(
            str(v).startswith("*") for resource in statement["Resource"] for v in resource.values()
        )


def test_no_arn_is_bound_to_one_partition_account_or_region(template: Template) -> None:
    text = json.dumps(template)
    assert "arn:aws:" not in text
    assert ".amazonaws.com/" not in text
    assert not re.search(r"\b\d{12}\b|cn-north-1|us-east-1", text)


def test_x_ray_and_edge_endpoints_which_china_lacks_are_not_asked_for(template: Template) -> None:
    assert '"Active"' not in json.dumps(template)
    assert template["Resources"]["RestAPI"]["Properties"]["EndpointConfiguration"] == "REGIONAL"


@pytest.mark.parametrize(("function", "queue"), sorted(QUEUED.items()))
def test_a_queue_hands_back_only_the_messages_that_failed(
    template: Template, function: str, queue: str
) -> None:
    [source] = template["Resources"][function]["Properties"]["Events"].values()
    assert source["Properties"]["Queue"] == {"Fn::Sub": f"${{{queue}.Arn}}"}
    assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize(("function", "queue"), sorted(QUEUED.items()))
def test_a_message_stays_hidden_six_times_as_long_as_its_function_may_take(
    template: Template, function: str, queue: str
) -> None:
    timeout = template["Resources"][function]["Properties"]["Timeout"]
    assert of_type(template, "AWS::SQS::Queue")[queue]["VisibilityTimeout"] >= 6 * timeout


@pytest.mark.parametrize("queue", sorted(QUEUED.values()))
def test_what_no_try_could_handle_is_kept_for_a_person_who_is_alarmed(template: Template, queue: str) -> None:
    queues = of_type(template, "AWS::SQS::Queue")
    [dead] = [queues[queue]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]]
    assert queues[dead]["MessageRetentionPeriod"] > queues[queue]["MessageRetentionPeriod"]
    assert dead in watched(template)


@pytest.mark.parametrize(
    ("bucket", "queue", "events", "rules"),
    [
        ("UploadsBucket", "UploadsQueue", {"s3:ObjectCreated:*"}, [{"prefix": "uploads/"}]),
        (
            "RulesBucket",
            "RulesQueue",
            {"s3:ObjectCreated:*", "s3:ObjectRemoved:*"},
            # neither a release nor a report calls us; a file of the wrong ending is told of
            [{"prefix": "incoming/", "suffix": ".yaml"}, {"prefix": "incoming/", "suffix": ".yml"}],
        ),
    ],
)
def test_a_bucket_tells_its_queue_of_what_is_dropped_and_of_nothing_else(
    template: Template, bucket: str, queue: str, events: set[str], rules: list[dict[str, str]]
) -> None:
    told = of_type(template, "AWS::S3::Bucket")[bucket]["NotificationConfiguration"]["QueueConfigurations"]
    assert all(each["Queue"] == {"Fn::GetAtt": [queue, "Arn"]} for each in told)
    for event in events:
        filters = [each["Filter"]["S3Key"]["Rules"] for each in told if each["Event"] == event]
        assert [{rule["Name"]: rule["Value"] for rule in named} for named in filters] == rules
    assert {each["Event"] for each in told} == events
    policy = of_type(template, "AWS::SQS::QueuePolicy")[f"{queue}Policy"]
    [statement] = policy["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == (
        "sqs:SendMessage",
        {"Fn::GetAtt": [queue, "Arn"]},
    )
    source = statement["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::Sub"]
    name = of_type(template, "AWS::S3::Bucket")[bucket]["BucketName"]["Fn::Sub"]
    assert source == f"arn:${{AWS::Partition}}:s3:::{name}"
    assert template["Resources"][bucket]["DependsOn"] == f"{queue}Policy"


def test_who_receives_rule_files_may_not_touch_cases_files_nor_put_in_force_by_itself(
    template: Template,
) -> None:
    given = statements(template, role_of(template, "OnRuleFile"))
    actions = {action for statement in given for action in statement["Action"]}
    assert not {action for action in actions if action.split(":")[0] in ("secretsmanager", "lambda")}
    assert "UploadsBucket" not in json.dumps(given)
    written = [s["Resource"] for s in given if "s3:PutObject" in s["Action"]]
    names = [resource["Fn::Sub"] for resources in written for resource in resources]
    assert all(re.search(r"/releases/\*$|/incoming/\*report\.(md|json)$", name) for name in names)
    rows = [s["Condition"] for s in given if any(each.startswith("dynamodb:") for each in s["Action"])]
    keys = [condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for condition in rows]
    assert keys == [["RELEASE#*"], ["DECIDED#*"], ["DUE#*"], ["CASE#*"]]
    assert rows[3] == {
        "ForAllValues:StringLike": {
            "dynamodb:LeadingKeys": ["CASE#*"],
            "dynamodb:Attributes": [*READ_OF_CLOCKS],
        },
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
    }, "of a case nothing but what is known of a running clock, without the person"


COMMITTED = {"CASE", "SEEN", "DECIDED", "WAYBILL", "OPENINGS", "SERIES", "FIND"}
READS, WRITES, DELETES = {"GetItem", "BatchGetItem", "Query"}, {"PutItem", "UpdateItem"}, {"DeleteItem"}
"""Of the table's rows. A transaction is judged by what it does, row by row."""


def rows(template: Template, function: str, actions: set[str]) -> set[str]:
    """The kinds of rows, by the beginning of their key, to which a function may do one of these things."""
    found = set()
    for statement in statements(template, role_of(template, function)):
        if actions & {action.removeprefix("dynamodb:") for action in statement["Action"]}:
            assert statement["Condition"].keys() <= {"ForAllValues:StringLike", "StringEqualsIfExists"}
            found |= set(statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
    assert all(re.fullmatch(r"[A-Z]+#\*", key) for key in found)
    return {key.removesuffix("#*") for key in found}


@pytest.mark.parametrize(
    ("function", "reads", "writes"),
    [
        (
            "APIHandler",
            "CASE SEEN DECIDED OPENINGS SERIES FIND RELEASE DESK DUE KEYS SESSION REVOKED VIEWED "
            "NAMED WAYBILL",
            "CASE SEEN DECIDED SERIAL OPENINGS SERIES FIND RELEASE KEYS SESSION VIEWED NAMED",
        ),
        ("OnUpload", "CASE SEEN DECIDED SERIES RELEASE KEYS", "CASE SEEN DECIDED SERIES STRAY"),
        ("OnRuleFile", "DECIDED DUE CASE RELEASE", "RELEASE"),
        ("OnDue", "POLLING DUE", "CASE WAYBILL"),
        (
            "OnDueWork",
            "CASE SEEN DECIDED WAYBILL SERIES FIND POLLING RELEASE KEYS",
            "CASE SEEN DECIDED WAYBILL SERIES POLLING",
        ),
        ("OnCaseEvents", "", ""),
        (
            "OnEffect",
            "CASE SEEN DECIDED WAYBILL SERIES FIND RELEASE KEYS",
            "CASE SEEN DECIDED WAYBILL SERIES",
        ),
    ],
)
def test_a_function_touches_the_rows_of_its_own_work_only(
    template: Template, function: str, reads: str, writes: str
) -> None:
    assert rows(template, function, READS) == set(reads.split())
    assert rows(template, function, WRITES) == set(writes.split())


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_an_entry_of_the_publication_log_is_put_and_no_function_may_change_or_delete_one(
    template: Template, function: str
) -> None:
    """The log lies under the key of its region's pointer. What is put over an entry breaks its chain."""
    assert "RELEASE" not in rows(template, function, {"UpdateItem"})
    given = {
        action for each in statements(template, role_of(template, function)) for action in each["Action"]
    }
    assert not {
        action for action in given if re.match("dynamodb:(Delete(?!Item)|BatchWrite|PartiQL)", action)
    }


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_what_is_done_leaves_the_work_lists_and_only_a_commit_to_a_case_deletes(
    template: Template, function: str
) -> None:
    """
    A task that has ended is a row no more. The commit that ends it is judged with all its rows, so the right
    to delete names what a commit writes. What erases parties takes the rows away by which they are found.
    Whoever signs out ends her session.
    """
    deletes = rows(template, function, DELETES)
    commits = "CASE" in rows(template, function, {"PutItem"})
    beside = {"OnDueWork": {"FIND"}, "OnEffect": {"FIND"}, "APIHandler": {"SESSION"}}.get(function, set())
    assert deletes == (rows(template, function, {"PutItem"}) & COMMITTED if commits else set()) | beside


@pytest.mark.parametrize("function", sorted(FUNCTIONS - {"OnRuleFile"}))
def test_what_policy_staff_drop_is_read_by_the_policy_desk_alone(template: Template, function: str) -> None:
    given = json.dumps(statements(template, role_of(template, function)))
    assert not re.search(r"\$\{RulesBucket\.Arn\}/(?!releases/)", given)


def watched(template: Template) -> set[str]:
    """The resources some alarm looks at."""
    values = [
        d["Value"]
        for a in of_type(template, "AWS::CloudWatch::Alarm").values()
        for d in a.get("Dimensions", ())
    ]
    named = [value for value in values if isinstance(value, dict)]
    return {value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0] for value in named}


def test_every_function_and_queue_is_watched(template: Template) -> None:
    assert set(of_type(template, "AWS::SQS::Queue")) | FUNCTIONS == watched(template)


@pytest.mark.parametrize(
    ("logs", "said"), [("OnDueWorkLogs", "is halted"), ("APIHandlerLogs", "is unreadable")]
)
def test_what_a_person_has_to_see_to_is_found_in_a_log_and_calls_one(
    template: Template, logs: str, said: str
) -> None:
    """A halt of polling; a case that a search could not open."""
    filters = of_type(template, "AWS::Logs::MetricFilter").values()
    [found] = [each for each in filters if said in each["FilterPattern"]]
    assert found["LogGroupName"] == {"Ref": logs}
    [told] = found["MetricTransformations"]
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    assert [alarm for alarm in alarms if alarm["MetricName"] == told["MetricName"]]


def test_the_table_can_be_restored_forgets_in_time_and_is_encrypted(template: Template) -> None:
    [table] = of_type(template, "AWS::DynamoDB::Table").values()
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["SSESpecification"]["SSEEnabled"]
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == {"due", "desk"}


def test_buckets_are_private_versioned_encrypted_and_refuse_requests_without_tls(template: Template) -> None:
    buckets = of_type(template, "AWS::S3::Bucket")
    guarded = {p["Bucket"]["Ref"]: p for p in of_type(template, "AWS::S3::BucketPolicy").values()}
    assert set(buckets) == set(guarded) == {"UploadsBucket", "RulesBucket"}
    for name, bucket in buckets.items():
        assert all(bucket["PublicAccessBlockConfiguration"].values())
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        [statement] = guarded[name]["PolicyDocument"]["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_tables_files_and_secrets_outlive_the_stack(template: Template) -> None:
    kinds = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::KMS::Key"}
    kept = [resource for resource in template["Resources"].values() if resource["Type"] in kinds]
    assert len(kept) == 7
    assert {(r["DeletionPolicy"], r["UpdateReplacePolicy"]) for r in kept} == {
        ("RetainExceptOnCreate", "Retain")  # a first deployment that fails leaves nothing in the way
    }


def test_no_secret_stands_in_a_function_s_environment(template: Template) -> None:
    environment = template["Globals"]["Function"]["Environment"]["Variables"]
    assert not [name for name in environment if re.search("KEY|SECRET$|SALT|CUSTOMER", name)]
    named = {name: environment[name] for name in ("SECRETS_ARN", "QUERY_CODES_ARN", "CHAIN_ARN")}
    assert list(named.values()) == [{"Ref": "Secrets"}, {"Ref": "QueryCodeSecret"}, {"Ref": "ChainSecret"}]


@pytest.mark.parametrize(
    ("function", "secrets"),
    [
        ("APIHandler", {"secrets", "query-codes", "chain"}),
        ("OnUpload", {"chain"}),
        ("OnDue", set()),
        ("OnDueWork", {"secrets", "chain"}),
        ("OnCaseEvents", set()),
        ("OnEffect", {"secrets", "chain"}),
        ("OnRuleFile", set()),
    ],
)
def test_a_function_reads_the_secrets_of_its_own_work_only(
    template: Template, function: str, secrets: set[str]
) -> None:
    said = json.dumps(statements(template, role_of(template, function)))
    assert set(re.findall(r"secret:\$\{AWS::StackName\}-([a-z-]+)-\?", said)) == secrets


def test_a_greedy_path_takes_what_browsers_ask_for_at_an_unknown_address(template: Template) -> None:
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    [greedy] = [path for path in paths if path.endswith("+}")]
    assert greedy == "/{address+}"
    assert "get" in paths[greedy], "the gateway itself answers in one document for everybody"


def test_preflights_name_the_portal_the_stack_was_deployed_for(template: Template) -> None:
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    answers = [
        methods["options"]["x-amazon-apigateway-integration"]["responses"]["default"]
        for methods in paths.values()
        if "options" in methods
    ]
    allowed = [a["responseParameters"]["method.response.header.Access-Control-Allow-Origin"] for a in answers]
    assert allowed
    assert all(origin == {"Fn::Sub": "'${PortalOrigin}'"} for origin in allowed)
