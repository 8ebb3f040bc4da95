using System.Linq.Expressions;
using System.Reflection;

namespace Assessment.Host.Functions;

delegate Task<object?> CompiledMethod(object? target, object?[] arguments);

/// <summary>Methods called through a compiled delegate, so that their own exceptions come out and nothing is reflected per call.</summary>
static class Compiled
{
    static readonly Task<object?> Nothing = Task.FromResult<object?>(null);

    public static CompiledMethod From(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        var values = method.GetParameters().Select((parameter, index) =>
            Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        var call = Expression.Call(method.IsStatic ? null : Expression.Convert(target, method.DeclaringType!), method, values);
        return Expression.Lambda<CompiledMethod>(AsTask(call), target, arguments).Compile();
    }

    /// <summary>The type behind Task, or of a plain result; null for void and Task.</summary>
    public static Type? ResultOf(Type returned)
    {
        if (returned == typeof(void) || returned == typeof(Task))
        {
            return null;
        }

        return returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>) ? returned.GenericTypeArguments[0] : returned;
    }

    static Expression AsTask(Expression call)
    {
        if (call.Type == typeof(void))
        {
            return Expression.Block(call, Expression.Constant(Nothing));
        }

        if (call.Type == typeof(Task))
        {
            return Expression.Call(typeof(Compiled), nameof(WithoutResult), null, call);
        }

        var result = ResultOf(call.Type)!;
        return result == call.Type
            ? Expression.Call(typeof(Task), nameof(Task.FromResult), [typeof(object)], Expression.Convert(call, typeof(object)))
            : Expression.Call(typeof(Compiled), nameof(WithResult), [result], call);
    }

    static async Task<object?> WithoutResult(Task task)
    {
        await task;
        return null;
    }

    static async Task<object?> WithResult<T>(Task<T> task) => await task;
}
