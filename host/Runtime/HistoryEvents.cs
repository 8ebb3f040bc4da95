using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask.Client;
using Core = DurableTask.Core.History;

namespace Assessment.Host.Runtime;

/// <summary>A history in the SDK's own events. A timer that was cancelled has no event there, so that one line is left out.</summary>
static class HistoryEvents
{
    public static IList<Core.HistoryEvent> Of(IEnumerable<HistoryEvent> history) => [.. history.Select(Of).OfType<Core.HistoryEvent>()];

    static Core.HistoryEvent? Of(HistoryEvent happened)
    {
        var translated = Translate(happened);
        translated?.Timestamp = happened.At.UtcDateTime;
        return translated;
    }

    static Core.HistoryEvent? Translate(HistoryEvent happened)
    {
        // What answers an action carries the action's number; its own number is -1, as the SDK has it.
        const int answer = -1;
        var task = happened.Task ?? answer;
        return happened.Kind switch
        {
            EventKind.OrchestratorStarted => new OrchestratorStartedEvent(answer),
            EventKind.ExecutionStarted => new ExecutionStartedEvent(answer, happened.Data) { Name = happened.Name, Version = happened.Version },
            EventKind.TaskScheduled => new TaskScheduledEvent(task) { Name = happened.Name, Input = happened.Data },
            EventKind.TaskCompleted => new TaskCompletedEvent(answer, task, happened.Data),
            EventKind.TaskFailed => new TaskFailedEvent(answer, task, happened.Failure?.Message, happened.Failure?.StackTrace, Details(happened.Failure)),
            EventKind.TimerCreated => new TimerCreatedEvent(task, Due(happened)),
            EventKind.TimerFired => new TimerFiredEvent(answer, Due(happened)) { TimerId = task },
            EventKind.TimerCanceled => null,
            EventKind.SubOrchestrationCreated => new SubOrchestrationInstanceCreatedEvent(task) { Name = happened.Name, InstanceId = happened.InstanceId, Input = happened.Data },
            EventKind.SubOrchestrationCompleted => new SubOrchestrationInstanceCompletedEvent(answer, task, happened.Data),
            EventKind.SubOrchestrationFailed => new SubOrchestrationInstanceFailedEvent(answer, task, happened.Failure?.Message, happened.Failure?.StackTrace, Details(happened.Failure)),
            EventKind.EventSent => new EventSentEvent(task) { InstanceId = happened.InstanceId, Name = happened.Name, Input = happened.Data },
            EventKind.EventRaised => new EventRaisedEvent(answer, happened.Data) { Name = happened.Name },
            EventKind.ExecutionSuspended => new ExecutionSuspendedEvent(answer, happened.Data),
            EventKind.ExecutionResumed => new ExecutionResumedEvent(answer, happened.Data),
            EventKind.ExecutionTerminated => new ExecutionTerminatedEvent(answer, happened.Data),
            EventKind.ContinuedAsNew => new ExecutionCompletedEvent(answer, happened.Data, OrchestrationStatus.ContinuedAsNew),
            EventKind.ExecutionCompleted => new ExecutionCompletedEvent(answer, happened.Data, StatusOf(happened.Status), Details(happened.Failure)),
            _ => throw new InvalidOperationException($"The SDK has no event for {happened.Kind}."),
        };
    }

    static DateTime Due(HistoryEvent happened) => happened.Due?.UtcDateTime ?? happened.At.UtcDateTime;

    static FailureDetails? Details(Failure? failure) => failure is null
        ? null
        : new FailureDetails(failure.Type, failure.Message, failure.StackTrace, Details(failure.Inner), isNonRetriable: false);

    static OrchestrationStatus StatusOf(OrchestrationRuntimeStatus? status) => status switch
    {
        OrchestrationRuntimeStatus.Failed => OrchestrationStatus.Failed,
        OrchestrationRuntimeStatus.Terminated => OrchestrationStatus.Terminated,
        _ => OrchestrationStatus.Completed,
    };
}
