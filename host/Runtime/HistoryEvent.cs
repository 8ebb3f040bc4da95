using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Host.Runtime;

public enum EventKind
{
    OrchestratorStarted,
    ExecutionStarted,
    TaskScheduled,
    TaskCompleted,
    TaskFailed,
    TimerCreated,
    TimerFired,
    TimerCanceled,
    SubOrchestrationCreated,
    SubOrchestrationCompleted,
    SubOrchestrationFailed,
    EventSent,
    EventRaised,
    ExecutionSuspended,
    ExecutionResumed,
    ExecutionTerminated,
    ContinuedAsNew,
    ExecutionCompleted,
}

/// <summary>One thing that happened to an orchestration. Flat on purpose: it is written as one line of JSON and read back as it was.</summary>
public sealed record HistoryEvent(EventKind Kind, DateTimeOffset At)
{
    /// <summary>The number of the action within the execution; a result carries the number of the action it answers.</summary>
    public int? Task { get; init; }

    /// <summary>The name of the orchestrator, activity or event.</summary>
    public string? Name { get; init; }

    /// <summary>The serialised input, output or payload.</summary>
    public string? Data { get; init; }

    /// <summary>The other instance: the child that is started, the receiver of an event.</summary>
    public string? InstanceId { get; init; }

    public DateTimeOffset? Due { get; init; }

    public string? Version { get; init; }

    public ParentLink? Parent { get; init; }

    public Failure? Failure { get; init; }

    public OrchestrationRuntimeStatus? Status { get; init; }

    /// <summary>Whether a termination reaches the children too.</summary>
    public bool? Recursive { get; init; }
}

/// <summary>Where the result of a sub-orchestration goes.</summary>
public sealed record ParentLink(string InstanceId, string Name, long Execution, int Task);

/// <summary>What is kept of an exception.</summary>
public sealed record Failure(string Type, string Message, string? StackTrace = null, Failure? Inner = null)
{
    public const string MissingOrchestrator = "OrchestratorTaskNotFound";
    public const string MissingActivity = "ActivityTaskNotFound";

    public static Failure From(Exception exception) => new(
        exception.GetType().ToString(), exception.Message, exception.StackTrace, InnerOf(exception));

    public TaskFailureDetails ToDetails() => new(Type, Message, StackTrace, Inner?.ToDetails(), null);

    public Failure WithoutStackTrace() => this with { StackTrace = null, Inner = Inner?.WithoutStackTrace() };

    // A TaskFailedException says of itself only that a task failed; what happened inside the task is its details.
    static Failure? InnerOf(Exception exception) => exception switch
    {
        TaskFailedException failed => From(failed.FailureDetails),
        { InnerException: { } inner } => From(inner),
        _ => null,
    };

    static Failure From(TaskFailureDetails details) => new(
        details.ErrorType, details.ErrorMessage, details.StackTrace, details.InnerFailure is { } inner ? From(inner) : null);
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(InstanceRecord))]
[JsonSerializable(typeof(WorkItem))]
sealed partial class HistoryJson : JsonSerializerContext;
