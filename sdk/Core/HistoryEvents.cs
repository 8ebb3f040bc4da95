namespace DurableTask.Core
{
    public enum OrchestrationStatus
    {
        Running,
        Completed,
        ContinuedAsNew,
        Failed,
        Canceled,
        Terminated,
        Pending,
        Suspended,
    }

    public class FailureDetails(string errorType, string errorMessage, string? stackTrace, FailureDetails? innerFailure, bool isNonRetriable)
    {
        public string ErrorType { get; } = errorType;

        public string ErrorMessage { get; } = errorMessage;

        public string? StackTrace { get; } = stackTrace;

        public FailureDetails? InnerFailure { get; } = innerFailure;

        public bool IsNonRetriable { get; } = isNonRetriable;
    }
}

namespace DurableTask.Core.History
{
    public enum EventType
    {
        ExecutionStarted,
        ExecutionCompleted,
        ExecutionFailed,
        ExecutionTerminated,
        TaskScheduled,
        TaskCompleted,
        TaskFailed,
        SubOrchestrationInstanceCreated,
        SubOrchestrationInstanceCompleted,
        SubOrchestrationInstanceFailed,
        TimerCreated,
        TimerFired,
        OrchestratorStarted,
        OrchestratorCompleted,
        EventSent,
        EventRaised,
        ContinueAsNew,
        GenericEvent,
        HistoryState,
        ExecutionSuspended,
        ExecutionResumed,
        ExecutionRewound,
    }

    public abstract class HistoryEvent
    {
        protected HistoryEvent(int eventId) => EventId = eventId;

        public int EventId { get; internal set; }

        public DateTime Timestamp { get; set; }

        public virtual EventType EventType { get; private set; }
    }

    public class ExecutionStartedEvent(int eventId, string? input) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.ExecutionStarted;

        public string? Name { get; set; }

        public string? Version { get; set; }

        public string? Input { get; set; } = input;
    }

    public class ExecutionCompletedEvent(int eventId, string? result, OrchestrationStatus orchestrationStatus, FailureDetails? failureDetails = null) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.ExecutionCompleted;

        public OrchestrationStatus OrchestrationStatus { get; private set; } = orchestrationStatus;

        public string? Result { get; private set; } = result;

        public FailureDetails? FailureDetails { get; private set; } = failureDetails;
    }

    public class TaskScheduledEvent(int eventId) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.TaskScheduled;

        public string? Name { get; set; }

        public string? Input { get; set; }
    }

    public class TaskCompletedEvent(int eventId, int taskScheduledId, string? result) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.TaskCompleted;

        public int TaskScheduledId { get; private set; } = taskScheduledId;

        public string? Result { get; private set; } = result;
    }

    public class TaskFailedEvent(int eventId, int taskScheduledId, string? reason, string? details, FailureDetails? failureDetails) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.TaskFailed;

        public int TaskScheduledId { get; private set; } = taskScheduledId;

        public string? Reason { get; private set; } = reason;

        public string? Details { get; private set; } = details;

        public FailureDetails? FailureDetails { get; private set; } = failureDetails;
    }

    public class TimerCreatedEvent(int eventId, DateTime fireAt) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.TimerCreated;

        public DateTime FireAt { get; set; } = fireAt;
    }

    public class TimerFiredEvent(int eventId, DateTime fireAt) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.TimerFired;

        public int TimerId { get; set; }

        public DateTime FireAt { get; set; } = fireAt;
    }

    public class SubOrchestrationInstanceCreatedEvent(int eventId) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.SubOrchestrationInstanceCreated;

        public string? Name { get; set; }

        public string? InstanceId { get; set; }

        public string? Input { get; set; }
    }

    public class SubOrchestrationInstanceCompletedEvent(int eventId, int taskScheduledId, string? result) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.SubOrchestrationInstanceCompleted;

        public int TaskScheduledId { get; private set; } = taskScheduledId;

        public string? Result { get; private set; } = result;
    }

    public class SubOrchestrationInstanceFailedEvent(int eventId, int taskScheduledId, string? reason, string? details, FailureDetails? failureDetails) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.SubOrchestrationInstanceFailed;

        public int TaskScheduledId { get; private set; } = taskScheduledId;

        public string? Reason { get; private set; } = reason;

        public string? Details { get; private set; } = details;

        public FailureDetails? FailureDetails { get; private set; } = failureDetails;
    }

    public class EventSentEvent(int eventId) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.EventSent;

        public string? InstanceId { get; set; }

        public string? Name { get; set; }

        public string? Input { get; set; }
    }

    public class EventRaisedEvent(int eventId, string? input) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.EventRaised;

        public string? Name { get; set; }

        public string? Input { get; set; } = input;
    }

    public class OrchestratorStartedEvent(int eventId) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.OrchestratorStarted;
    }

    public class ExecutionSuspendedEvent(int eventId, string? reason) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.ExecutionSuspended;

        public string? Reason { get; set; } = reason;
    }

    public class ExecutionResumedEvent(int eventId, string? reason) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.ExecutionResumed;

        public string? Reason { get; set; } = reason;
    }

    public class ExecutionTerminatedEvent(int eventId, string? input) : HistoryEvent(eventId)
    {
        public override EventType EventType => EventType.ExecutionTerminated;

        public string? Input { get; set; } = input;
    }
}
