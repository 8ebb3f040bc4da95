using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Host.Functions;

/// <summary>Reads one [Function] method: how it is triggered and what fills its parameters, or why it cannot run.</summary>
sealed partial class FunctionReader
{
    const string KnownTriggers = "[OrchestrationTrigger], [ActivityTrigger], [HttpTrigger] or [TimerTrigger]";

    readonly MethodInfo method;
    readonly ParameterInfo[] parameters;
    readonly List<string> refusals = [];

    FunctionReader(MethodInfo method, string name)
    {
        this.method = method;
        parameters = method.GetParameters();
        Name = name;
    }

    public string Name { get; }

    public string Place => PlaceOf(method);

    public IReadOnlyList<string> Refusals => refusals;

    /// <summary>The function, unless something about it is refused.</summary>
    public Function? Function { get; private set; }

    Type Class => method.DeclaringType!;

    public static FunctionReader Read(MethodInfo method, string name)
    {
        var reader = new FunctionReader(method, name);
        reader.CheckMethod();
        reader.CheckClass();
        reader.CheckAttributes();
        var function = reader.ReadTrigger();
        reader.Function = reader.refusals.Count == 0 ? function : null;
        return reader;
    }

    public static string PlaceOf(MethodInfo method) => $"{TypeNames.Of(method.DeclaringType!)}.{method.Name}";

    void Refuse(string why) => refusals.Add($"{Place}: {why}");

    void Refuse(ParameterInfo parameter, string why) => refusals.Add($"{Place}({parameter.Name}): {why}");

    void RefuseIf(bool wrong, string why)
    {
        if (wrong)
        {
            Refuse(why);
        }
    }

    void RefuseIf(bool wrong, ParameterInfo parameter, string why)
    {
        if (wrong)
        {
            Refuse(parameter, why);
        }
    }

    void CheckMethod()
    {
        RefuseIf(!FunctionName().IsMatch(Name) || Name.Equals("host", StringComparison.OrdinalIgnoreCase),
            $"'{Name}' is no name for a function. Start with a letter and use letters, digits, - and _ only, at most 128.");
        RefuseIf(!method.IsPublic, "the method is not public, so Azure does not find it. Make it public.");
        RefuseIf(method.IsGenericMethod, "the method is generic, and nothing says for which type. Write it for one type.");
        RefuseIf(method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)),
            "the method is async void, so nobody sees it end or fail. Return Task.");
        RefuseIf(IsValueTask(method.ReturnType), "the method returns a ValueTask, which Azure does not await. Return Task.");
        foreach (var parameter in parameters)
        {
            RefuseIf(parameter.ParameterType.IsByRef, parameter, "it is passed by ref, out or in, and nobody takes a value back. Pass it by value.");
        }
    }

    void CheckClass()
    {
        RefuseIf(Class.ContainsGenericParameters, "the class is generic, and nothing says for which type. Move the function to a class that is not.");
        if (method.IsStatic)
        {
            return;
        }

        RefuseIf(Class.IsAbstract, "the class is abstract, so it cannot be created. Move the function to a class that is not, or make the method static.");
        RefuseIf(!Class.IsAbstract && Class.GetConstructors().Length != 1,
            $"the class has {Class.GetConstructors().Length} public constructors, and services come through exactly one. Leave one.");
    }

    void CheckAttributes()
    {
        foreach (var attribute in Bindings(method).Concat(Bindings(method.ReturnParameter)))
        {
            Refuse($"[{Short(attribute)}] is a binding that this host does not know. Do its work in the function.");
        }

        foreach (var parameter in parameters)
        {
            foreach (var attribute in Bindings(parameter).Where(one => one is not TriggerBindingAttribute and not DurableClientAttribute))
            {
                Refuse(parameter, $"[{Short(attribute)}] is a binding that this host does not know. Do its work in the function.");
            }
        }
    }

    Function? ReadTrigger()
    {
        var triggers = parameters
            .SelectMany(parameter => Bindings(parameter).OfType<TriggerBindingAttribute>().Select(attribute => (Parameter: parameter, Attribute: attribute)))
            .ToList();
        RefuseIf(triggers.Count == 0, $"no parameter says what starts the function. Mark one with {KnownTriggers}.");
        RefuseIf(triggers.Count > 1, $"{string.Join(" and ", triggers.Select(trigger => $"[{Short(trigger.Attribute)}]"))} both start the function. Leave one, and write a second function for the other.");
        return triggers.Count == 1 ? ReadTrigger(triggers[0].Parameter, triggers[0].Attribute) : null;
    }

    Function? ReadTrigger(ParameterInfo parameter, TriggerBindingAttribute trigger)
    {
        switch (trigger)
        {
            case OrchestrationTriggerAttribute:
                return ReadOrchestration(parameter);
            case ActivityTriggerAttribute:
                return ReadActivity(parameter);
            case HttpTriggerAttribute http:
                return ReadHttp(parameter, http);
            case TimerTriggerAttribute timer:
                return ReadTimer(parameter, timer);
            default:
                Refuse(parameter, $"[{Short(trigger)}] is a trigger that this host does not know. Use {KnownTriggers}.");
                return null;
        }
    }

    Function ReadOrchestration(ParameterInfo trigger)
    {
        RefuseIf(trigger.ParameterType != typeof(TaskOrchestrationContext), trigger,
            $"[OrchestrationTrigger] gives a TaskOrchestrationContext, not {A(trigger.ParameterType)}. Change the type.");
        RefuseIf(!IsTask(method.ReturnType) && !IsValueTask(method.ReturnType) && !method.IsDefined(typeof(AsyncStateMachineAttribute)),
            "an orchestration awaits what it calls. Return Task or Task<T>.");
        RefuseIf(!method.IsStatic && KeepsState(Class),
            $"an orchestration is run again from its start many times, so it must not use what {TypeNames.Of(Class)} holds or is given. Make it static.");

        var inputs = parameters.Where(parameter => parameter != trigger && IsData(parameter)).ToList();
        var arguments = parameters.Select(parameter =>
            parameter == trigger ? (in FunctionCall call) => call.Orchestration
            : parameter == inputs.FirstOrDefault() ? Input(parameter)
            : RefuseArgument(parameter, "an orchestration is given its context and one input. Read everything else in an activity.")).ToList();
        CheckJson(inputs.FirstOrDefault());
        return new Function(Name, FunctionKind.Orchestration, method, arguments) { InputType = inputs.FirstOrDefault()?.ParameterType ?? typeof(object) };
    }

    Function ReadActivity(ParameterInfo trigger)
    {
        RefuseIf(!IsData(trigger, marked: true), trigger,
            $"an activity's input is data, and {TypeNames.Of(trigger.ParameterType)} is not. Give it a record, or object? where it needs none.");
        var arguments = parameters.Select(parameter => parameter == trigger ? Input(parameter)
            : IsInstanceId(parameter) ? (in FunctionCall call) => call.InstanceId
            : Common(parameter) ?? RefuseArgument(parameter,
                $"an activity is given its input, string instanceId, [DurableClient] and a CancellationToken. Take services through the constructor of {TypeNames.Of(Class)}, and put data into the input.")).ToList();
        CheckJson(trigger);
        return new Function(Name, FunctionKind.Activity, method, arguments) { InputType = trigger.ParameterType };
    }

    Function ReadTimer(ParameterInfo trigger, TimerTriggerAttribute timer)
    {
        RefuseIf(trigger.ParameterType != typeof(TimerInfo), trigger, $"[TimerTrigger] gives a TimerInfo, not {A(trigger.ParameterType)}. Change the type.");
        RefuseIf(Compiled.ResultOf(method.ReturnType) is not null && !IsValueTask(method.ReturnType), "nobody reads what a timer function returns. Return Task.");
        if (!Schedule.HasSettings(timer.Schedule) && Schedule.Fault(timer.Schedule) is { } fault)
        {
            Refuse(trigger, fault);
        }

        var arguments = parameters.Select(parameter => parameter == trigger ? (in FunctionCall call) => call.Timer
            : Common(parameter) ?? RefuseArgument(parameter,
                $"a timer function is given its TimerInfo, [DurableClient] and a CancellationToken. Take services through the constructor of {TypeNames.Of(Class)}.")).ToList();
        return new Function(Name, FunctionKind.Timer, method, arguments) { Timer = timer };
    }

    void CheckJson(ParameterInfo? input)
    {
        RefuseIf(input is not null && IsTuple(input.ParameterType), input!, "a tuple comes back from JSON empty. Use a record.");
        RefuseIf(IsTuple(Compiled.ResultOf(method.ReturnType)), "it returns a tuple, which comes back from JSON empty. Use a record.");
    }

    Argument RefuseArgument(ParameterInfo parameter, string why)
    {
        if (!parameter.ParameterType.IsByRef && Bindings(parameter).All(attribute => attribute is DurableClientAttribute))
        {
            Refuse(parameter, $"nothing fills {A(parameter.ParameterType)} here: {why}");
        }

        return (in FunctionCall _) => null;
    }

    /// <summary>What every kind of function but an orchestration can be given.</summary>
    Argument? Common(ParameterInfo parameter)
    {
        if (parameter.IsDefined(typeof(DurableClientAttribute)))
        {
            RefuseIf(parameter.ParameterType != typeof(DurableTaskClient), parameter,
                $"[DurableClient] gives a DurableTaskClient, not {A(parameter.ParameterType)}. Change the type.");
            return (in FunctionCall call) => call.Client();
        }

        return parameter.ParameterType == typeof(CancellationToken) ? (in FunctionCall call) => call.Cancellation : null;
    }

    Argument Input(ParameterInfo parameter)
    {
        if (!parameter.ParameterType.IsValueType || Nullable.GetUnderlyingType(parameter.ParameterType) is not null)
        {
            return (in FunctionCall call) => call.Input;
        }

        var needs = $"The function {Name} takes {A(parameter.ParameterType)} and was called without an input.";
        return (in FunctionCall call) => call.Input ?? throw new ArgumentException(needs);
    }

    /// <summary>A parameter that JSON can fill: no binding, and no type that only a host could hand over.</summary>
    static bool IsData(ParameterInfo parameter, bool marked = false)
    {
        var type = parameter.ParameterType;
        return (marked || !Bindings(parameter).Any())
            && type != typeof(CancellationToken)
            && !typeof(Delegate).IsAssignableFrom(type)
            && (type.IsArray || IsCollection(type) || (!type.IsInterface && !type.IsAbstract));
    }

    static bool IsCollection(Type type) => type.Namespace is "System.Collections.Generic";

    static bool IsInstanceId(ParameterInfo parameter)
        => parameter.ParameterType == typeof(string) && "instanceId".Equals(parameter.Name, StringComparison.OrdinalIgnoreCase) && !Bindings(parameter).Any();

    static bool KeepsState(Type type)
        => type.GetConstructors().Any(constructor => constructor.GetParameters().Length > 0)
        || type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0;

    static bool IsTask(Type type) => typeof(Task).IsAssignableFrom(type);

    static bool IsValueTask(Type type) => type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    static bool IsTuple(Type? type) => type is { IsValueType: true } && typeof(ITuple).IsAssignableFrom(type);

    static IEnumerable<BindingAttribute> Bindings(ICustomAttributeProvider marked) => marked.GetCustomAttributes(inherit: true).OfType<BindingAttribute>();

    static string Short(Attribute attribute) => attribute.GetType().Name.Replace("Attribute", string.Empty, StringComparison.Ordinal);

    static string A(Type type)
    {
        var name = TypeNames.Of(type);
        return "AEIOaeio".Contains(name[0], StringComparison.Ordinal) ? $"an {name}" : $"a {name}";
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,127}\z")]
    private static partial Regex FunctionName();
}
