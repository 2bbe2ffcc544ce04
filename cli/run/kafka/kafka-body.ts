/** An answer that carries an error somewhere inside is thrown by the library; the whole of it is on the error. */
export async function body<T>(api: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { response, message } = error as { response?: T; message: string };
    if (response === undefined) throw new Error(`${api}: ${message.toLowerCase()}`, { cause: error });
    return response;
  }
}
