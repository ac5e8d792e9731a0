"""MiniStack, corrected where it differs from AWS in what the platform relies on.

A schedule invokes a function asynchronously, and the configuration of the alias that was invoked
says how often a failed event is tried again and where it goes in the end. MiniStack calls the
target of a schedule directly, and reads no such configuration but that of the function itself: a
run that dies would leave no trace. It does not look for a handler in a file that ends in .cjs. And
its list of stacks does not say which of them are nested in another one.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html
"""

import json

from ministack.app import main
from ministack.core import lambda_runtime
from ministack.services import eventbridge, lambda_svc
from ministack.services.cloudformation import handlers as cloudformation

# arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER
QUALIFIER = 7

FIND_CJS = "require.extensions['.cjs'] = require.extensions['.js'];\n"

invoke_async = lambda_svc.invoke_async_with_retry
drift_information = cloudformation._stack_drift_information_xml


def invoke_as_configured(record, event):
    config = record.get("config") or record
    qualifier = ":".join(config["FunctionArn"].split(":")[QUALIFIER:])
    function = lambda_svc._functions.get(config["FunctionName"], {})
    found = (function.get("event_invoke_configs") or {}).get(qualifier)
    invoke_async({**record, "event_invoke_config": found} if found else record, event)


def dispatch_to_lambda(arn, payload):
    function, config, name = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        eventbridge.logger.warning("Cannot invoke %s: there is no such function", name)
        return
    config = {**config, "FunctionArn": arn}
    record = lambda_svc._execution_record_for_config(function, config)
    invoke_as_configured(record, json.loads(payload))


def with_parents(stack):
    parents = (key for key in ("ParentId", "RootId") if stack.get(key))
    return drift_information(stack) + "".join(f"<{key}>{stack[key]}</{key}>" for key in parents)


cloudformation._stack_drift_information_xml = with_parents
lambda_runtime._NODEJS_WORKER_SCRIPT = FIND_CJS + lambda_runtime._NODEJS_WORKER_SCRIPT
lambda_svc.invoke_async_with_retry = invoke_as_configured
eventbridge._dispatch_to_lambda = dispatch_to_lambda

if __name__ == "__main__":
    main()
